{% macro forget_vanished_weeks(source_name, table_name) -%}
    {%- if execute and is_incremental() -%}
        delete from {{ this }}
        where week_key not in (
            select week_key
            from ({{ landed_weeks(source_name, table_name) }}) as landed
        )
    {%- endif -%}
{%- endmacro %}
