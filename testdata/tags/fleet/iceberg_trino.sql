-- Table properties of the job acme/stripe_customers/prod
-- The job writes to a branch; run the statements in a session on that branch: acme
-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or "*".
ALTER TABLE "stripe_customers" SET PROPERTIES extra_properties = MAP(
  ARRAY[
    'classification.default',
    'classification.fields.email',
    'classification.fields.name',
    'classification.fields.balance',
    'governance.retention_days',
    'governance.owner',
    'governance.domain',
    'governance.data_product',
    'governance.regulations',
    'finops.cost_center',
    'finops.project',
    'finops.business_tags',
    'infrastructure.cost_center',
    'infrastructure.project',
    'infrastructure.environment',
    'infrastructure.owner',
    'infrastructure.business_unit',
    'infrastructure.compliance',
    'infrastructure.data_residency',
    'infrastructure.encryption_required'
  ],
  ARRAY[
    'pii',
    'pii',
    'pii',
    'confidential',
    '365',
    'payments-team@acme.example',
    'payments',
    'customer_360',
    'GDPR,SOC2',
    'CC-101',
    'customer-360',
    'payments,customers',
    'CC-101',
    'customer-360',
    'prod',
    'data-platform@acme.example',
    'payments',
    'GDPR,SOC2',
    'US',
    'true'
  ]
);

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

-- Table properties of the job techco/mysql_customers/staging
-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or "*".
ALTER TABLE "mysql_customers" SET PROPERTIES extra_properties = MAP(
  ARRAY[
    'classification.default',
    'classification.fields.email',
    'classification.fields.phone',
    'classification.fields.credit_limit',
    'governance.retention_days',
    'governance.owner',
    'governance.domain',
    'governance.data_product',
    'governance.regulations',
    'finops.cost_center',
    'finops.project',
    'finops.business_tags',
    'infrastructure.cost_center',
    'infrastructure.owner',
    'infrastructure.compliance'
  ],
  ARRAY[
    'confidential',
    'pii',
    'pii',
    'financial',
    '1825',
    'customer-team@techco.example',
    'commerce',
    'customer_master',
    'SOC2,CCPA',
    'CC-2040',
    'customer-master',
    'commerce,customers',
    'CC-2040',
    'customer-team@techco.example',
    'SOC2,CCPA'
  ]
);

-- Table properties of the job acme/hubspot_contacts_gke/prod
-- The job writes to a branch; run the statements in a session on that branch: main
-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or "*".
ALTER TABLE "hubspot_contacts" SET PROPERTIES extra_properties = MAP(
  ARRAY[
    'classification.default',
    'classification.fields.email',
    'classification.fields.firstname',
    'classification.fields.lastname',
    'governance.retention_days',
    'governance.owner',
    'governance.domain',
    'governance.data_product',
    'governance.regulations',
    'finops.cost_center',
    'finops.project',
    'finops.business_tags',
    'infrastructure.cost_center',
    'infrastructure.project',
    'infrastructure.environment',
    'infrastructure.owner',
    'infrastructure.business_unit',
    'infrastructure.compliance',
    'infrastructure.classification',
    'infrastructure.data_residency'
  ],
  ARRAY[
    'pii',
    'pii',
    'pii',
    'pii',
    '365',
    'marketing-data@acme.example',
    'marketing',
    'contact_directory',
    'GDPR',
    'CC-1002',
    'customer-360',
    'crm,marketing',
    'CC-1002',
    'customer-360',
    'production',
    'data-platform@acme.example',
    'marketing',
    'GDPR,SOC2',
    'confidential',
    'eu'
  ]
);
