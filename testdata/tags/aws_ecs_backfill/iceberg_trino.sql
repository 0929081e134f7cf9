-- Table properties of the job techco/orders_backfill
-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or "*".
ALTER TABLE "postgres_orders" SET PROPERTIES extra_properties = MAP(
  ARRAY[
    'classification.default',
    'classification.fields.customer_email',
    'classification.fields.total',
    'governance.retention_days',
    'governance.owner',
    'governance.domain',
    'governance.data_product',
    'governance.regulations',
    'finops.cost_center',
    'finops.project',
    'finops.business_tags',
    'infrastructure.cost_center',
    'infrastructure.project'
  ],
  ARRAY[
    'confidential',
    'pii',
    'financial',
    '2555',
    'commerce-data@techco.example',
    'commerce',
    'order_history',
    'PCI-DSS,CCPA',
    'CC-200',
    'order-history',
    'commerce,orders',
    'CC-200',
    'order-history'
  ]
);
