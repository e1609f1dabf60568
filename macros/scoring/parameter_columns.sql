{#- Parameters of signals as columns; the model reads int_signal_parameters and groups by segment. -#}
{% macro parameter_columns(columns) -%}
    {%- for column, (signal_id, parameter) in columns.items() %}
    max(case when signal_id = '{{ signal_id }}' and parameter = '{{ parameter }}' then value end)
        as {{ column }}
        {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}
