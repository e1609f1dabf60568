{% macro list_of(expression, separator, order_by) -%}
    {{ return(adapter.dispatch('list_of', 'bellwether')(expression, separator, order_by)) }}
{%- endmacro %}

{% macro default__list_of(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro duckdb__list_of(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro postgres__list_of(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{#- Of nothing it may be an empty text there. -#}
{% macro snowflake__list_of(expression, separator, order_by) -%}
    nullif(listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }}), '')
{%- endmacro %}

{% macro redshift__list_of(expression, separator, order_by) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{% macro bigquery__list_of(expression, separator, order_by) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{#- Its listagg forgets the order: an array is sorted by it, then the texts are taken out. -#}
{% macro spark__list_of(expression, separator, order_by) -%}
    {%- set columns = order_by.split(', ') -%}
    nullif(concat_ws('{{ separator }}', transform(
        array_sort(collect_list(
            case when {{ expression }} is not null then struct(
                {%- for column in columns %}{{ column }} as place_{{ loop.index }}, {% endfor %}{{ expression }} as text_of)
            end
        )),
        one -> one.text_of
    )), '')
{%- endmacro %}
