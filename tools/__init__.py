"""Programs that start Nuanfeng and look after the project's own rules. The product imports none of them."""
