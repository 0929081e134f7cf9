# What AWS shows of the tags, and what may be spent there.

# A key shows in the bill from its activation on. AWS refuses one that it has not
# seen on a resource yet: apply the jobs first, and this up to a day later.
resource "aws_ce_cost_allocation_tag" "key" {
  for_each = var.cost_allocation_tag_keys

  tag_key = each.value
  status  = "Active"
}

# A budget counts what bears the tag itself.
resource "aws_budgets_budget" "cost_center" {
  for_each = var.aws_budgets

  name         = "dativo-${replace(each.key, ":", "-")}"
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = each.value
  limit_unit   = coalesce(var.currency, "USD")

  # Not "$${...}": that would be the text of the expression.
  cost_filter {
    name   = "TagKeyValue"
    values = [format("user:cost_center$%s", each.key)]
  }

  depends_on = [aws_ce_cost_allocation_tag.key]
}
