{#- `make build` keeps the core in a second file: a run that does not see it would go on from half of what it needs. -#}
{% macro check_whole_file() -%}
    {%- set is_published = adapter.get_relation(target.database, 'main', 'bellwether_run') is not none -%}
    {%- if is_published and not env_var('BELLWETHER_INNER_PATH', '') -%}
        {{ exceptions.raise_compiler_error(
            "Database " ~ target.database ~ " was published by `make build`; staging and the core, from which a run goes "
            ~ "on, lie in the file beside it whose name ends in .work. Set BELLWETHER_INNER_PATH to that file, or run "
            ~ "`make build` or `make week`."
        ) }}
    {%- endif -%}
{%- endmacro %}
