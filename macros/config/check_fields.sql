{% macro check_fields(name, given, told) -%}
    {%- if given is not mapping -%}
        {%- set field, names = told.shipped.items() | first -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " is '" ~ given ~ "': give a mapping, for example {" ~ field ~ ": [" ~ names[0] ~ "]}."
        ) }}
    {%- endif -%}
    {%- for field in given if field not in told.shipped -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " names the unknown field '" ~ field ~ "'. Known fields: "
            ~ told.shipped | join(', ') ~ ". Correct the name or take it out."
        ) }}
    {%- endfor -%}
    {%- for field, names in given.items() if names -%}
        {%- do check_landed(
            name ~ '.' ~ field, names, told.shipped[field], told.source, told.table, told.get('column_prefix', '')
        ) -%}
    {%- endfor -%}
{%- endmacro %}
