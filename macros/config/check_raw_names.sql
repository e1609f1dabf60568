{#- A column that somebody names and that is not there would leave every account without the field, and say nothing. -#}
{% macro check_raw_names() -%}
    {%- set schemas = ['raw_database'] -%}
    {%- for source_name in source_capabilities() -%}
        {%- do schemas.append(source_name ~ '_schema') -%}
    {%- endfor -%}
    {%- for name in schemas if var(name, none) is not none -%}
        {%- do check_names(name, [var(name)]) -%}
    {%- endfor -%}
    {%- for name, told in named_by_vars().items() -%}
        {%- set given = var(name) -%}
        {%- if told.shipped is mapping -%}
            {%- do check_fields(name, given, told) -%}
        {%- elif told.keys_in -%}
            {%- do check_landed_keys(name, given, told.shipped, told.source, told.table, told.keys_in) -%}
        {%- elif told.table -%}
            {%- do check_landed(name, given, told.shipped, told.source, told.table) -%}
        {%- elif told.is_time_zone -%}
            {%- do check_time_zone(name, given) -%}
        {%- else -%}
            {%- do check_names(name, given if given is string else (given or []) | map('string') | list) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
