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
