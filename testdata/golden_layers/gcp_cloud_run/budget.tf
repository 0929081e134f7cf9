# Budget of the job's project.

data "google_project" "budget" {
  project_id = var.project_id
}

resource "google_billing_budget" "job" {
  billing_account = data.google_project.budget.billing_account
  display_name    = var.name

  budget_filter {
    projects = ["projects/${data.google_project.budget.number}"]
  }

  amount {
    specified_amount {
      currency_code = "USD"
      units         = tostring(var.monthly_budget)
    }
  }

  threshold_rules {
    threshold_percent = 0.8
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    pubsub_topic = var.alert_topic
  }
}
