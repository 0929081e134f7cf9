# Terraform, its state and the versions of its providers, as the company pins them.

terraform {
  required_version = "~> 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.0"
    }
  }
}

terraform {
  # Encrypted. use_lockfile locks the state in the bucket itself.
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "dativo/acme/stripe_customers_eks/prod/terraform.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    kms_key_id   = "arn:aws:kms:eu-central-1:123456789012:key/3e2f1d0c-9b8a-4756-8413-021f3e4d5c6b"
    use_lockfile = true
  }
}
