{#- Blank text is no value and so no fault. A value that is left out of its row is named by its column whatever ails it. -#}
{% macro value_fault(column) -%}
    {%- set unreadable = "'unreadable_" ~ column.alias ~ "'" -%}
    {%- set is_time = column.type in ('timestamp', 'date') and not column.lenient -%}
    {%- set text = 'cast(' ~ column.raw ~ ' as ' ~ type_text() ~ ')' -%}
    when
        {{ matches(text, '[^ \\t\\r\\n]') if column.kind == 'text' else column.raw ~ ' is not null' }}
        and {{ column.value }} is null
        then
            {% if is_time and column.kind == 'text' -%}
            case when {{ matches(text, time_pattern()) }} then 'impossible_time' else {{ unreadable }} end
            {%- else -%}
            {{ "'impossible_time'" if is_time and column.kind in ('timestamp', 'timestamptz', 'date') else unreadable }}
            {%- endif %}
{%- endmacro %}
