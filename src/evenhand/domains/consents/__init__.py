"""What people agreed to, for which purpose, and the notices they read when they did."""
