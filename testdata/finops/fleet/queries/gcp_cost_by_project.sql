-- What each project cost on Google Cloud last month. For BigQuery over the
-- detailed usage cost export of Cloud Billing.
--
-- Table: PROJECT.DATASET.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182
--   Replace it with the table of your export, or render this file with
--   --bigquery-table PROJECT.DATASET.TABLE.
--
-- What has no such label is in the row "(untagged)". Values are as labels have
-- them, in lower case. billed is the cost with credits taken off.
-- Costs of pods are in it where the cluster has GKE cost allocation enabled: their
-- labels have the prefix k8s-label/, and the lines add up to what they did before.
WITH lines AS (
  SELECT
    COALESCE(
      (SELECT MAX(label.value) FROM UNNEST(labels) AS label WHERE label.key = 'k8s-label/project'),
      (SELECT MAX(label.value) FROM UNNEST(labels) AS label WHERE label.key = 'project'),
      '(untagged)'
    ) AS project,
    currency,
    cost + IFNULL((SELECT SUM(credit.amount) FROM UNNEST(credits) AS credit), 0) AS cost
  FROM `PROJECT.DATASET.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182`
  WHERE invoice.month = FORMAT_DATE('%Y%m', DATE_SUB(CURRENT_DATE(), INTERVAL 1 MONTH))
)
SELECT
  project,
  currency,
  ROUND(SUM(cost), 2) AS billed
FROM lines
GROUP BY project, currency
ORDER BY billed DESC
