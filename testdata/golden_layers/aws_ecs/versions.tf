# Terraform, its state and the versions of its providers, as the company pins them.

terraform {
  required_version = "~> 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

terraform {
  # Encrypted. use_lockfile locks the state in the bucket itself.
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "dativo/acme/stripe_customers/prod/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    kms_key_id   = "arn:aws:kms:us-east-1:123456789012:key/3d4e5f60-7182-43a4-95c6-d7e8f90a1b2c"
    use_lockfile = true
  }
}
