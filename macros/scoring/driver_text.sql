{% macro driver_text(driver) -%}
    {{ driver }}_name || coalesce(' (' || {{ driver }}_label || ')', '')
    || ': ' || {{ points_text(driver ~ '_points') }} || ' points'
{%- endmacro %}
