output "team" {
  value = "platform"
}
