-- Costs on Google Cloud last month, by tenant. BigQuery query for the detailed
-- usage cost export of Cloud Billing.
--
-- Table: PROJECT.DATASET.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182
--   Replace it with the table of your export, or generate this file with
--   --bigquery-table PROJECT.DATASET.TABLE.
--
-- Costs without the label are in the row "(untagged)". Values are lowercase, as in
-- labels. billed is the cost minus credits.
-- It includes the costs of pods if GKE cost allocation is enabled for the cluster:
-- their labels have the prefix k8s-label/, and the total does not change.
WITH lines AS (
  SELECT
    COALESCE(
      (SELECT MAX(label.value) FROM UNNEST(labels) AS label WHERE label.key = 'k8s-label/tenant_id'),
      (SELECT MAX(label.value) FROM UNNEST(labels) AS label WHERE label.key = 'tenant_id'),
      '(untagged)'
    ) AS tenant_id,
    currency,
    cost + IFNULL((SELECT SUM(credit.amount) FROM UNNEST(credits) AS credit), 0) AS cost
  FROM `PROJECT.DATASET.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_607182`
  WHERE invoice.month = FORMAT_DATE('%Y%m', DATE_SUB(CURRENT_DATE(), INTERVAL 1 MONTH))
)
SELECT
  tenant_id,
  currency,
  ROUND(SUM(cost), 2) AS billed
FROM lines
GROUP BY tenant_id, currency
ORDER BY billed DESC
