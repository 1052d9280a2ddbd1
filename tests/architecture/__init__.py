"""The rules of the house, each with a control: an example that the rule must refuse."""
