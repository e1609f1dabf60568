{% macro is_in_period(snapshot_week, period) -%}
    coalesce({{ snapshot_week }} >= {{ period }}.effective_from, true)
    and coalesce({{ snapshot_week }} < {{ period }}.effective_to, true)
{%- endmacro %}
