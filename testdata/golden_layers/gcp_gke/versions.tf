# Terraform, its state and the versions of its providers, as the company pins them.

terraform {
  required_version = "~> 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.0"
    }
  }
}

terraform {
  # Cloud Storage locks and encrypts the state itself.
  backend "gcs" {
    bucket = "acme-terraform-state"
    prefix = "dativo/acme/hubspot_contacts_gke/prod"
  }
}
