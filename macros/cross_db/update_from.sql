{#- Rows of one table changed by those of another that match, called stored_rows and moved in the expressions. -#}
{% macro update_from(relation, source_relation, changes, condition) -%}
    {{ return(adapter.dispatch('update_from', 'bellwether')(relation, source_relation, changes, condition)) }}
{%- endmacro %}

{% macro default__update_from(relation, source_relation, changes, condition) -%}
    merge into {{ relation }} as stored_rows
    using {{ source_relation }} as moved on {{ condition }}
    when matched then update set
        {%- for name, value in changes.items() %}
        {{ name }} = {{ value }} {{- ',' if not loop.last }}
        {%- endfor %}
{%- endmacro %}

{#- There a merge has no alias for its target, and always inserts too. -#}
{% macro redshift__update_from(relation, source_relation, changes, condition) -%}
    update {{ relation }} set
        {%- for name, value in changes.items() %}
        {{ name }} = {{ value | replace('stored_rows.', relation ~ '.') }} {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ source_relation }} as moved
    where {{ condition | replace('stored_rows.', relation ~ '.') }}
{%- endmacro %}
