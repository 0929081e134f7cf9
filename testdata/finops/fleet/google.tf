# What may be spent on Google Cloud.

# A budget takes one label. It counts what bears the label itself. What pods cost
# is split out of their nodes' cost in the detailed export alone: the queries tell it.
resource "google_billing_budget" "cost_center" {
  for_each = var.gcp_budgets

  billing_account = var.billing_account
  display_name    = "dativo-${each.key}"

  budget_filter {
    calendar_period        = "MONTH"
    credit_types_treatment = "INCLUDE_ALL_CREDITS"
    labels                 = { cost_center = each.key }
  }

  amount {
    specified_amount {
      currency_code = var.currency
      units         = floor(each.value)
      # Hundredths as billionths, without what binary fractions add.
      nanos = floor((each.value - floor(each.value)) * 100 + 0.5) * 10000000
    }
  }

  dynamic "threshold_rules" {
    for_each = var.actual_percent
    content {
      threshold_percent = threshold_rules.value / 100
      spend_basis       = "CURRENT_SPEND"
    }
  }

  dynamic "threshold_rules" {
    for_each = var.forecast_percent
    content {
      threshold_percent = threshold_rules.value / 100
      spend_basis       = "FORECASTED_SPEND"
    }
  }

  all_updates_rule {
    pubsub_topic                     = var.gcp_alert_topic
    schema_version                   = "1.0"
    monitoring_notification_channels = var.gcp_notification_channels
  }
}
