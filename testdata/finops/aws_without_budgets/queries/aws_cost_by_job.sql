-- Costs on AWS last month, by job. Athena query for CUR 2.0.
--
-- Table: data_exports.cur2
--   Replace it with DATABASE.TABLE of your data export, or generate this file with
--   --athena-table DATABASE.TABLE.
--
-- The bill contains a tag only if its key is activated for cost allocation. Costs
-- without the tag are in the row "(untagged)". billed is the unblended cost.
SELECT
  COALESCE(NULLIF(element_at(resource_tags, 'user_tenant_id'), ''), '(untagged)') AS tenant_id,
  COALESCE(NULLIF(element_at(resource_tags, 'user_job_name'), ''), '(untagged)') AS job_name,
  line_item_currency_code AS currency,
  ROUND(SUM(line_item_unblended_cost), 2) AS billed
FROM data_exports.cur2
-- If the table is partitioned by month, add a condition on the partition column, so
-- that Athena scans only that month.
WHERE bill_billing_period_start_date >= date_add('month', -1, date_trunc('month', current_date))
  AND bill_billing_period_start_date < date_trunc('month', current_date)
GROUP BY 1, 2, 3
ORDER BY billed DESC
