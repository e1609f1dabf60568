{% macro raw_row_key(columns, landed) -%}
    {%- if columns | length == 1 -%}
        {{ raw_text(landed[columns[0]].raw, landed[columns[0]].kind) }}
    {%- else -%}
        md5(
        {%- for column in columns -%}
            coalesce({{ raw_text(landed[column].raw, landed[column].kind) }}, '~') {%- if not loop.last %} || '|' || {% endif -%}
        {%- endfor -%}
        )
    {%- endif -%}
{%- endmacro %}
