"""The service behind the contenders: fast in Go, the same in Python where Go is not."""
