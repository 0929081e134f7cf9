# Terraform, its state and its provider, as the company wants them.

terraform {
  required_version = "~> 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
  }

  # Google Cloud Storage locks and encrypts the state by itself.
  backend "gcs" {
    bucket = "acme-terraform-state"
    prefix = "dativo/acme/hubspot_contacts/prod"
  }
}

provider "google" {
  project = var.project_id
  region  = var.region

  default_labels                  = merge(var.labels, { cost_model = "chargeback" })
  add_terraform_attribution_label = false
}
