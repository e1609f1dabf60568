{#- Without var history_start the first snapshot stays where the first build put it, whatever lands later. -#}
{% macro is_history_pinned() -%}
    {{ '1 = 0' if var('history_start', none) else '1 = 1' }}
{%- endmacro %}
