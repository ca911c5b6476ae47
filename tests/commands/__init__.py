"""Tests of the `exifilm` command."""
