-- Table properties of the job acme/stripe_customers/prod
ALTER TABLE `stripe_customers` SET TBLPROPERTIES (
  'classification.default' = 'pii',
  'classification.fields.email' = 'pii',
  'classification.fields.name' = 'pii',
  'classification.fields.balance' = 'confidential',
  'governance.retention_days' = '365',
  'governance.owner' = 'payments-team@acme.example',
  'governance.domain' = 'payments',
  'governance.data_product' = 'customer_360',
  'governance.regulations' = 'GDPR,SOC2',
  'finops.cost_center' = 'CC-101',
  'finops.project' = 'customer-360',
  'finops.business_tags' = 'payments,customers',
  'infrastructure.cost_center' = 'CC-101',
  'infrastructure.project' = 'customer-360',
  'infrastructure.environment' = 'prod',
  'infrastructure.owner' = 'data-platform@acme.example',
  'infrastructure.business_unit' = 'payments',
  'infrastructure.compliance' = 'GDPR,SOC2',
  'infrastructure.data_residency' = 'US',
  'infrastructure.encryption_required' = 'true'
);

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

-- Table properties of the job techco/mysql_customers/staging
ALTER TABLE `mysql_customers` SET TBLPROPERTIES (
  'classification.default' = 'confidential',
  'classification.fields.email' = 'pii',
  'classification.fields.phone' = 'pii',
  'classification.fields.credit_limit' = 'financial',
  'governance.retention_days' = '1825',
  'governance.owner' = 'customer-team@techco.example',
  'governance.domain' = 'commerce',
  'governance.data_product' = 'customer_master',
  'governance.regulations' = 'SOC2,CCPA',
  'finops.cost_center' = 'CC-2040',
  'finops.project' = 'customer-master',
  'finops.business_tags' = 'commerce,customers',
  'infrastructure.cost_center' = 'CC-2040',
  'infrastructure.owner' = 'customer-team@techco.example',
  'infrastructure.compliance' = 'SOC2,CCPA'
);

-- Table properties of the job acme/hubspot_contacts_gke/prod
ALTER TABLE `hubspot_contacts` SET TBLPROPERTIES (
  'classification.default' = 'pii',
  'classification.fields.email' = 'pii',
  'classification.fields.firstname' = 'pii',
  'classification.fields.lastname' = 'pii',
  'governance.retention_days' = '365',
  'governance.owner' = 'marketing-data@acme.example',
  'governance.domain' = 'marketing',
  'governance.data_product' = 'contact_directory',
  'governance.regulations' = 'GDPR',
  'finops.cost_center' = 'CC-1002',
  'finops.project' = 'customer-360',
  'finops.business_tags' = 'crm,marketing',
  'infrastructure.cost_center' = 'CC-1002',
  'infrastructure.project' = 'customer-360',
  'infrastructure.environment' = 'production',
  'infrastructure.owner' = 'data-platform@acme.example',
  'infrastructure.business_unit' = 'marketing',
  'infrastructure.compliance' = 'GDPR,SOC2',
  'infrastructure.classification' = 'confidential',
  'infrastructure.data_residency' = 'eu'
);
