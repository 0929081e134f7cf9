-- What each tenant cost on AWS last month. For Athena over CUR 2.0.
--
-- Table: data_exports.cur2
--   Replace it with DATABASE.TABLE of your data export, or render this file with
--   --athena-table DATABASE.TABLE.
--
-- A tag is in the bill only where its key is activated for cost allocation. What
-- has no such tag is in the row "(untagged)". billed is the unblended cost.
-- pods is what pods with the tag cost: a share of their nodes' cost, which billed
-- counts in the row of the nodes' own tags. Do not add the two over all rows. The
-- export must include split cost allocation data, with Kubernetes labels imported;
-- where it splits the cost of ECS tasks as well, pods counts those too.
SELECT
  COALESCE(NULLIF(element_at(resource_tags, 'user_tenant_id'), ''), '(untagged)') AS tenant_id,
  line_item_currency_code AS currency,
  ROUND(SUM(line_item_unblended_cost), 2) AS billed,
  ROUND(SUM(COALESCE(split_line_item_split_cost, 0) + COALESCE(split_line_item_unused_cost, 0)), 2) AS pods
FROM data_exports.cur2
-- Where the table is partitioned by month, a condition on the partition's column
-- besides makes Athena read that month alone.
WHERE bill_billing_period_start_date >= date_add('month', -1, date_trunc('month', current_date))
  AND bill_billing_period_start_date < date_trunc('month', current_date)
GROUP BY 1, 2
ORDER BY billed DESC
