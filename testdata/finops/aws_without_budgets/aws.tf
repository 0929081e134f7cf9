# What AWS shows of the tags, and what may be spent there.

# A key shows in the bill from its activation on. AWS refuses one that it has not
# seen on a resource yet: apply the jobs first, and this up to a day later.
resource "aws_ce_cost_allocation_tag" "key" {
  for_each = var.cost_allocation_tag_keys

  tag_key = each.value
  status  = "Active"
}
