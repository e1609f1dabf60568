{% macro raw_row_key(columns, landed) -%}
    {%- if columns | length == 1 -%}
        cast({{ adapter.quote(landed[columns[0]]) }} as text)
    {%- else -%}
        md5(
        {%- for column in columns -%}
            coalesce(cast({{ adapter.quote(landed[column]) }} as text), '~') {%- if not loop.last %} || '|' || {% endif -%}
        {%- endfor -%}
        )
    {%- endif -%}
{%- endmacro %}
