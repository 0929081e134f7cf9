-- Table properties of the job techco/orders_backfill
ALTER TABLE `postgres_orders` SET TBLPROPERTIES (
  'classification.default' = 'confidential',
  'classification.fields.customer_email' = 'pii',
  'classification.fields.total' = 'financial',
  'governance.retention_days' = '2555',
  'governance.owner' = 'commerce-data@techco.example',
  'governance.domain' = 'commerce',
  'governance.data_product' = 'order_history',
  'governance.regulations' = 'PCI-DSS,CCPA',
  'finops.cost_center' = 'CC-200',
  'finops.project' = 'order-history',
  'finops.business_tags' = 'commerce,orders',
  'infrastructure.cost_center' = 'CC-200',
  'infrastructure.project' = 'order-history'
);
