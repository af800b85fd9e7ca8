"""The scheduling engine: plain values in, plain values out; no Django, no clock, no settings."""
