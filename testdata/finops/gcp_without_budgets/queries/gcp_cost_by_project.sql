-- Costs on Google Cloud last month, by project. BigQuery query for the detailed
-- usage cost export of Cloud Billing.
--
-- Table: PROJECT.DATASET.gcp_billing_export_resource_v1_BILLING_ACCOUNT
--   Replace it with the table of your export, or generate this file with
--   --bigquery-table PROJECT.DATASET.TABLE.
--
-- Costs without the label are in the row "(untagged)". Values are lowercase, as in
-- labels. billed is the cost minus credits.
WITH lines AS (
  SELECT
    COALESCE(
      (SELECT MAX(label.value) FROM UNNEST(labels) AS label WHERE label.key = 'project'),
      '(untagged)'
    ) AS project,
    currency,
    cost + IFNULL((SELECT SUM(credit.amount) FROM UNNEST(credits) AS credit), 0) AS cost
  FROM `PROJECT.DATASET.gcp_billing_export_resource_v1_BILLING_ACCOUNT`
  WHERE invoice.month = FORMAT_DATE('%Y%m', DATE_SUB(CURRENT_DATE(), INTERVAL 1 MONTH))
)
SELECT
  project,
  currency,
  ROUND(SUM(cost), 2) AS billed
FROM lines
GROUP BY project, currency
ORDER BY billed DESC
