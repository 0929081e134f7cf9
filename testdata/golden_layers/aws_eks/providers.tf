# Providers, as the company configures them.

provider "aws" {
  region              = var.region
  allowed_account_ids = ["123456789012"]

  default_tags {
    tags = merge(var.tags, { CostModel = "chargeback" })
  }
}

# The pipeline writes this file before it plans.
provider "kubernetes" {
  config_path = "/etc/pipeline/kubeconfig"
}
