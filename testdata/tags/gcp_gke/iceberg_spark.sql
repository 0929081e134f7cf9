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
