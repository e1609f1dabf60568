{#- A model's key is unique and filled, and declared columns keep to their values and ranges. -#}
{% test grain(model, key, not_null=[], accepted_values={}, ranges={}, remedy='', table=none) %}
{{ grain_problems(model, table or model.identifier, key, not_null, accepted_values, ranges, remedy) }}
{% endtest %}
