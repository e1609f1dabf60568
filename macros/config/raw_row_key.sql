{% macro raw_row_key(columns, landed) -%}
    {%- if columns | length == 1 -%}
        {{ raw_text(landed[columns[0]].raw, landed[columns[0]].kind) }}
    {%- else -%}
        {%- set texts -%}
            {%- for column in columns -%}
                coalesce({{ raw_text(landed[column].raw, landed[column].kind) }}, '~') {%- if not loop.last %} || '|' || {% endif -%}
            {%- endfor -%}
        {%- endset -%}
        {{ md5_of(texts) }}
    {%- endif -%}
{%- endmacro %}
