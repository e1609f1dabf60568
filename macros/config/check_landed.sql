{% macro check_landed(name, given, shipped, source_name, table_name) -%}
    {%- set names = check_names(name, given) -%}
    {%- if names and names != shipped and is_source_on(source_name) -%}
        {%- set landed = raw_columns(source_name, table_name) -%}
        {%- if landed and not names | map('lower') | select('in', landed) | list -%}
            {{ exceptions.raise_compiler_error(
                "var " ~ name ~ " names the column `" ~ names | join('` or `') ~ "`, which raw table "
                ~ raw_name(source_name, table_name) ~ " does not have. Correct the name, land the column, or take the var"
                ~ " out to read `" ~ shipped | join('` or `') ~ "`."
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
