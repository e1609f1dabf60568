{% macro check_landed(name, given, shipped, source_name, table_name, column_prefix='') -%}
    {%- set names = check_names(name, given) -%}
    {%- if names and names != shipped and is_source_on(source_name) -%}
        {%- set landed = raw_columns(source_name, table_name) -%}
        {%- set columns = [] -%}
        {%- for one in names -%}
            {%- do columns.append(column_prefix ~ one) -%}
        {%- endfor -%}
        {%- if landed and not columns | map('lower') | select('in', landed) | list -%}
            {{ exceptions.raise_compiler_error(
                "var " ~ name ~ " names the column `" ~ columns | join('` or `') ~ "`, which raw table "
                ~ raw_name(source_name, table_name) ~ " does not have. Correct the name, land the column, or take the var"
                ~ " out to read `" ~ shipped | join('` or `') ~ "`."
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
