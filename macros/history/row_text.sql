{#- A row's columns as one text, by which rows of one database can be compared. -#}
{% macro row_text(table, columns) -%}
    {% for column in columns -%}
        coalesce(cast({{ table }}.{{ column }} as {{ type_text() }}), '')
        {%- if not loop.last %} || '|' || {% endif %}
    {%- endfor %}
{%- endmacro %}
