"""Pure decisions: what is held and why, how an export is written, how long it can be had."""
