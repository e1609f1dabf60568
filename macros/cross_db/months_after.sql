{% macro months_after(timestamp, months) -%}
    {{ return(adapter.dispatch('months_after', 'bellwether')(timestamp, months)) }}
{%- endmacro %}

{% macro default__months_after(timestamp, months) -%}
    ({{ timestamp }} + interval '1 month' * cast({{ months }} as integer))
{%- endmacro %}
