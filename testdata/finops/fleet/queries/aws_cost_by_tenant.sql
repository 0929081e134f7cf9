-- Costs on AWS last month, by tenant. Athena query for CUR 2.0.
--
-- Table: data_exports.cur2
--   Replace it with DATABASE.TABLE of your data export, or generate this file with
--   --athena-table DATABASE.TABLE.
--
-- The bill contains a tag only if its key is activated for cost allocation. Costs
-- without the tag are in the row "(untagged)". billed is the unblended cost.
-- pods is the cost of pods with the tag: their share of the cost of their nodes,
-- which billed counts in the row of the nodes' own tags. Do not add the two columns,
-- or the costs of pods count twice. The export must include split cost allocation
-- data, with Kubernetes labels imported; if it also splits the cost of ECS tasks,
-- pods includes those.
SELECT
  COALESCE(NULLIF(element_at(resource_tags, 'user_tenant_id'), ''), '(untagged)') AS tenant_id,
  line_item_currency_code AS currency,
  ROUND(SUM(line_item_unblended_cost), 2) AS billed,
  ROUND(SUM(COALESCE(split_line_item_split_cost, 0) + COALESCE(split_line_item_unused_cost, 0)), 2) AS pods
FROM data_exports.cur2
-- If the table is partitioned by month, add a condition on the partition column, so
-- that Athena scans only that month.
WHERE bill_billing_period_start_date >= date_add('month', -1, date_trunc('month', current_date))
  AND bill_billing_period_start_date < date_trunc('month', current_date)
GROUP BY 1, 2
ORDER BY billed DESC
