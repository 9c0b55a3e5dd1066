"""Mails: queued with the change that causes them, sent afterwards. Knows ids and addresses, not the business."""
