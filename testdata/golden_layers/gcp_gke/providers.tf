# Providers, as the company configures them.

provider "google" {
  project = var.project_id
  region  = var.region

  default_labels                  = merge(var.labels, { cost_model = "chargeback" })
  add_terraform_attribution_label = false
}

# The pipeline writes this file before it plans.
provider "kubernetes" {
  config_path = "/etc/pipeline/kubeconfig"
}
