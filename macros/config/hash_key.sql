{% macro hash_key(columns) -%}
    {%- set texts -%}
        {%- for column in columns -%}
            coalesce(cast({{ column }} as {{ type_text() }}), '~') {%- if not loop.last %} || '|' || {% endif -%}
        {%- endfor -%}
    {%- endset -%}
    {{ md5_of(texts) }}
{%- endmacro %}
