{#- Other rows in place of all rows of a table. -#}
{% macro refill(relation, columns, query) -%}
    {{ return(adapter.dispatch('refill', 'bellwether')(relation, columns, query)) }}
{%- endmacro %}

{% macro default__refill(relation, columns, query) -%}
    delete from {{ relation }} where 1 = 1;
    insert into {{ relation }} ({{ columns | join(', ') }})
    {{ query }}
{%- endmacro %}

{#- There each statement is committed by itself: two would leave the table empty for a moment, and
    for good after a kill. -#}
{% macro spark__refill(relation, columns, query) -%}
    insert overwrite {{ relation }}
    {{ query }}
{%- endmacro %}
